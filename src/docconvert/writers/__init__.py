"""Writers: functions from a document to the bytes of a file. They only look."""
