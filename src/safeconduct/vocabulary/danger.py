"""How great a danger is: five words, from the least to the greatest. They are an order, never numbers to reckon with."""

BANDS = ("low", "raised", "high", "severe", "immediate")
