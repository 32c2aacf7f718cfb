"""What is made of the marks of a class: a table for spreadsheets, a page for each student, and one about the class.

Read ``marks_table`` (``marks.csv``), ``tally`` (what is counted), ``feedback_page`` and ``class_page``.  ``student_names``
says how the name of a student stands in a text and as a file, ``marks_page`` how a page looks.
"""
