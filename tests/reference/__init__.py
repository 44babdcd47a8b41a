"""The rules once more, plainly, value by value: what the column kernels are compared with."""
