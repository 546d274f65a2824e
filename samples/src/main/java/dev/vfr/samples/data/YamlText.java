package dev.vfr.samples.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Turns the text of one YAML document into nodes that know their line and column.
///
/// Of YAML it takes mappings, sequences and scalars. Anchors and aliases are refused: they would make a short
/// file large and hide where a value was written.
final class YamlText {

    private final JsonParser parser;
    private final String file;

    private YamlText(JsonParser parser, String file) {
        this.parser = parser;
        this.file = file;
    }

    /// @param file its name in messages
    static Node parse(String file, String text) throws DataException {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            return new YamlText(parser, file).document();
        } catch (JacksonException e) {
            throw DataException.because(place(file, e.getLocation()), "not YAML: " + oneLine(e));
        }
    }

    /// The parser's message without the lines that quote the file.
    private static String oneLine(JacksonException e) {
        return e.getOriginalMessage()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .collect(Collectors.joining(": "));
    }

    private Node document() throws DataException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw DataException.expected(new Place(file, 1, 1), "keys", "nothing");
        }
        Node node = node(first);
        if (parser.nextToken() != null) {
            throw DataException.expected(here(), "the end of the file", "a second document");
        }
        return node;
    }

    private Node node(JsonToken token) throws DataException {
        Place place = here();
        if (parser instanceof YAMLParser yaml && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
            throw DataException.expected(place, "a value written out", "an anchor or an alias");
        }
        if (token == JsonToken.START_OBJECT) {
            return entries(place);
        }
        if (token == JsonToken.START_ARRAY) {
            return items(place);
        }
        if (token == JsonToken.VALUE_NULL) {
            throw DataException.expected(place, "a value", "nothing");
        }
        return new Node.Scalar(place, parser.getString());
    }

    private Node entries(Place place) throws DataException {
        Map<String, Node> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            Place at = here();
            if (values.containsKey(key)) {
                throw DataException.expected(at, "each key once", "'" + key + "' again");
            }
            values.put(key, node(parser.nextToken()));
        }
        return new Node.Entries(place, values);
    }

    private Node items(Place place) throws DataException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token));
        }
        return new Node.Items(place, items);
    }

    private Place here() {
        return place(file, parser.currentTokenLocation());
    }

    private static Place place(String file, TokenStreamLocation location) {
        return new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
