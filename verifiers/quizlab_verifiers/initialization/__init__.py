"""How large the first weights are: Xavier's, He's and PyTorch's own initialisation."""
