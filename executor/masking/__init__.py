"""What no picture may show: found in the tree of a page, and replaced in it by black."""
