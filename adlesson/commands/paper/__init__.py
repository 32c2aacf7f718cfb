"""What the commands that write problems of practice have in common.

Read ``wanted`` (which problems), ``whole`` (files that are there as a whole or not at all), and ``to_pdf``.
"""
