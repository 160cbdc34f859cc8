package org.atomsmith.oci;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object: manifests, indexes, configurations. What is missing, or of another type than asked for, is absent.
 *
 * @param values maps, lists, strings, longs, doubles and booleans, in the order of the text
 */
public record Json(Map<String, Object> values) {
    /** Documents are small; a registry may not make us read more. */
    public static final int MAX_SIZE = 4 << 20;

    private static final int MAX_DEPTH = 64;
    // A text whose readers may differ on what it says is no good ground for trust.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** An object without members. */
    public Json() {
        this(new LinkedHashMap<>());
    }

    /**
     * Reads an object.
     *
     * @param what what it is, for the message: {@code "the manifest"}
     */
    public static Json parse(byte[] bytes, String what) throws OciException {
        if (bytes.length > MAX_SIZE) {
            throw new OciException(what + " has " + bytes.length + " bytes; the limit is " + MAX_SIZE);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new OciException(what + " is no JSON object");
            }
            return new Json(object(parser, 0));
        } catch (JacksonException e) {
            throw new OciException(what + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> object(JsonParser parser, int depth) throws OciException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            value(parser, parser.nextToken(), depth).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    private static Optional<Object> value(JsonParser parser, JsonToken token, int depth) throws OciException {
        if (depth > MAX_DEPTH) {
            throw new OciException("JSON that nests deeper than " + MAX_DEPTH);
        }
        return switch (token) {
            case START_OBJECT -> Optional.of(object(parser, depth + 1));
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    value(parser, next, depth + 1).ifPresent(items::add);
                }
                yield Optional.of(items);
            }
            case VALUE_STRING -> Optional.of(parser.getString());
            case VALUE_NUMBER_INT -> Optional.of(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> Optional.of(parser.getDoubleValue());
            case VALUE_TRUE -> Optional.of(Boolean.TRUE);
            case VALUE_FALSE -> Optional.of(Boolean.FALSE);
            default -> Optional.empty();
        };
    }

    /** Sets a member: a string, a number, a boolean, or an object, a list or a map of these. */
    public Json with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Json(changed);
    }

    /** A string. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** An integer. */
    public Optional<Long> number(String name) {
        return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    /** An object; an empty one when there is none. */
    public Json object(String name) {
        return values.get(name) instanceof Map<?, ?> map ? of(map) : new Json();
    }

    /** The objects of a list. */
    public List<Json> objects(String name) {
        List<Json> objects = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map) {
                    objects.add(of(map));
                }
            }
        }
        return objects;
    }

    /** The strings of a list. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** The members of this object that are strings. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static Json of(Map<?, ?> map) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((name, value) -> values.put((String) name, value));
        return new Json(values);
    }

    /** The text, without spaces. */
    public byte[] toBytes() {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, values);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator generator, Object value) {
        switch (value) {
            case Json json -> write(generator, json.values());
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((name, member) -> {
                    generator.writeName((String) name);
                    write(generator, member);
                });
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(item -> write(generator, item));
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Boolean bool -> generator.writeBoolean(bool);
            case Double number -> generator.writeNumber(number);
            case Number number -> generator.writeNumber(number.longValue());
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }
}
