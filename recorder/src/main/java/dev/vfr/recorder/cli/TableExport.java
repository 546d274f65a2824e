package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.report.table.EventTable;
import dev.vfr.recorder.report.table.ReportTables;
import dev.vfr.recorder.report.table.TableFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes traces as tables into a folder, a file for each.
final class TableExport {

    private TableExport() {}

    /// Makes the folder where it is not there; files of the same names in it are replaced, others stay.
    static void write(TraceAnalysis traces, Path folder, TableFormat format)
            throws EventSourceException, EnvironmentException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new EnvironmentException(folder + ": cannot be written: it is not a folder", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new EnvironmentException(folder + ": cannot be written: " + reason, e);
        } catch (IOException e) {
            throw new EnvironmentException(folder + ": cannot be written: " + e.getMessage(), e);
        }
        Report report = traces.report();
        for (ReportTables.File file : new ReportTables(report).files(format)) {
            OutputFile.<EventSourceException>write(
                    file(folder, file.table(), format), out -> file.content().writeTo(out));
        }
        OutputFile.<EventSourceException>write(
                file(folder, EventTable.name(), format), out -> new EventTable(traces.inputs()).write(format, out));
    }

    private static Path file(Path folder, String table, TableFormat format) {
        return folder.resolve(table + "." + format.extension());
    }
}
