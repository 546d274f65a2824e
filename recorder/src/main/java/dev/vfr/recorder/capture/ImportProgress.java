package dev.vfr.recorder.capture;

/// Is told how far an import has come.
@FunctionalInterface
public interface ImportProgress {

    /// For those who do not want to know.
    ImportProgress NONE = (read, total) -> {};

    /// So much has been read.
    ///
    /// @param readBytes bytes of all files read so far
    /// @param totalBytes bytes of all files, 0 where it is not known
    void read(long readBytes, long totalBytes);
}
