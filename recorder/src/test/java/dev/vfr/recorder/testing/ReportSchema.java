package dev.vfr.recorder.testing;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vfr.recorder.report.ReportJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// The schema of the JSON report, as a foreign validator reads it.
public final class ReportSchema {

    private static final Schema SCHEMA = load();

    private ReportSchema() {}

    private static Schema load() {
        try (InputStream in = ReportJson.class.getResourceAsStream("report-schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the report does not fit the schema, one line each; empty if it fits.
    public static List<String> errorsIn(String report) {
        return SCHEMA.validate(report, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
