"""What programs print: object identity in Python, ownership in C++."""
