"""The implementations behind the questions, written to be read; they know nothing of quizlab."""
