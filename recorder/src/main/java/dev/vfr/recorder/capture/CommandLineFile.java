package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.qemu.VmmIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file that holds the command line of a VMM as a JSON array of texts.
final class CommandLineFile {

    private static final int LARGEST = 1 << 20;

    private CommandLineFile() {}

    static VmmIdentity read(InputFile file) throws EventSourceException {
        String expected = file.file() + ":1: expected " + ImportFormat.COMMAND_LINE.description() + ", found ";
        try {
            JsonNode array = JsonMapper.shared().readTree(file.content().readNBytes(LARGEST));
            List<String> words = new ArrayList<>();
            for (JsonNode word : array) {
                if (word.isString()) {
                    words.add(word.asString());
                }
            }
            if (!array.isArray() || words.isEmpty() || words.size() != array.size()) {
                throw new EventSourceException(expected + "other JSON");
            }
            return VmmIdentity.of(words);
        } catch (JacksonException e) {
            throw new EventSourceException(expected + "no JSON", e);
        } catch (IOException e) {
            throw new EventSourceException(file.file() + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
