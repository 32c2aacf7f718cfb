"""What instructors do: assign exercises, and have marks from whatever comes back.

Read ``assignment`` (what is asked, and for how many points), ``variants`` (each student's own fresh problem), ``marks``
(what is kept of a submission), ``notebook_file`` and ``submissions`` (what came back, none of which is trusted) and
``handout`` (the notebook that students get).
"""
