"""What a derivative costs: operations counted, values kept, states stored and steps run again."""
