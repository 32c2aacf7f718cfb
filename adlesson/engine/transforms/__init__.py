"""Programs made from programs: gradients, matrices of derivatives, shorter lists, checks."""
