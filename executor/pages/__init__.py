"""The site's screens: their controls, found by role and label, and what a person does with them."""
