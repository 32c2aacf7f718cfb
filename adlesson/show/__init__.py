"""What people look at: pictures, tables and the stepper, all read from programs and their sweeps."""
