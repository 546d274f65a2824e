package dev.vfr.model.vfio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the reference files beside the tests of this package.
final class Resources {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Resources() {}

    static JsonNode json(String name) {
        return JSON.readTree(text(name));
    }

    static List<JsonNode> jsonLines(String name) {
        return text(name).lines().map(JSON::readTree).toList();
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
