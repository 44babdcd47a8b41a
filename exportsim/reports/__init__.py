"""Stage 7, tell: a report as text, JSON, JUnit XML or one self-contained page; somebody else prints it."""
