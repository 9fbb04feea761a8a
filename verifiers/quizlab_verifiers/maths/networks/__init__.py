"""What a whole network costs and sees, worked out layer by layer from its settings alone."""
