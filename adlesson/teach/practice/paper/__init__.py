"""Problems of practice for others: on paper, and as questions of a learning platform.

Read ``different`` (many problems by one seed, none like another), ``printed`` (a worksheet and its key), ``cloze`` (the
gaps of a Moodle question, which say what a wrong number is the mark of), and ``question_bank`` (the file of them).
"""
