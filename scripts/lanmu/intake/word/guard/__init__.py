"""The guard: looks at a .docx before anything else opens it."""

from lanmu.intake.word.guard.examination import examine

__all__ = ["examine"]
