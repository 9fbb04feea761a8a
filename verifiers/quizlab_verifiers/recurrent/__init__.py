"""LSTM and GRU: their parameters, a step of the cell, and the gradient along its memory."""
