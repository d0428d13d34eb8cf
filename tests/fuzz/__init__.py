"""Whatever may come from outside, in numbers: texts, clicks, forms, HTTP bodies, files, stored data, sealed bytes."""
