"""The widget: frames calculated beforehand, and the page that shows them."""
