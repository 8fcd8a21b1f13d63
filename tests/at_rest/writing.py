"""One writer of several: `python -m tests.at_rest.writing FOLDER SECONDS [alone]`; prints its turns, faults and waits.

With `alone` it writes outside a transaction, one statement at a time.
"""

import json
import os
import sys
import time


def main(folder: str, seconds: float, *, in_transaction: bool) -> None:
    os.environ["SAFECONDUCT_VAR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "safeconduct.web.settings"
    import django

    django.setup()
    from django.db import OperationalError, connection, transaction

    turns, faults, longest = 0, [], 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + seconds
    while (began := time.monotonic()) < until:
        try:
            if in_transaction:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT count FROM counter")
                    (count,) = cursor.fetchone()
                    cursor.execute("UPDATE counter SET count = %s", [count + 1])
            else:
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE counter SET count = count + 1")
            turns += 1
        except OperationalError as fault:
            faults.append(type(fault).__name__)
        longest = max(longest, time.monotonic() - began)
    print(json.dumps({"turns": turns, "faults": faults, "longest": longest}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), in_transaction="alone" not in sys.argv)
