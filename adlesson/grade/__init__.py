"""What instructors do: assign exercises, and have marks from whatever comes back.

Read ``assignment`` (what is asked, and for how many points), ``variants`` (each student's own fresh problem), ``marks``
(what is kept of a submission), ``notebook_file`` and ``submissions`` (what came back, none of which is trusted) and
``handout`` (the notebook that students get).  Then ``marking`` (one submission, and why it cannot give itself a mark), with
what it stands on: ``confined`` (where a submission runs), ``channel`` (all that may come out), ``stand_ins`` and
``elsewhere`` (how a judge meets what stays in there).  Then ``many``, with ``cluster`` (more than one machine).  What is
made of the marks is in ``reporting``, and where else they go in ``exports``.
"""
