"""`python -m tests.upgrades.migrating N`: run `safeconduct migrate` and be killed before its Nth statement that writes.

With 0 nothing is killed and the number of such statements is printed. The instance is named by SAFECONDUCT_VAR.
"""

import os
import signal
import sys

import django

WRITES = ("CREATE", "INSERT", "UPDATE", "DELETE", "ALTER", "DROP")


def main(kill_before: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "safeconduct.web.settings"
    django.setup()
    from django.db import connection

    from safeconduct.program import migrate

    count = 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        if sql.lstrip().upper().startswith(WRITES):
            count += 1
            if count == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        migrate.migrate()
    print(count)


if __name__ == "__main__":
    main(int(sys.argv[1]))
