"""Toys: small pictures to play with, each for one idea; what they show is worked out in the page."""
