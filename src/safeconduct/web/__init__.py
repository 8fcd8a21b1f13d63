"""Pages, forms, templates and languages: three trees of addresses that can be served apart."""
