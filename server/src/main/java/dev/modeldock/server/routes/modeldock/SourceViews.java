package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.imports.OptionFields;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.spi.Field;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Settings;

/** Sources as {@code /v1/sources} shows them. */
public final class SourceViews {
    private static final String MASK = "********";

    private SourceViews() {}

    /** Where the jar lies, and what was set, is the administrator's to see; a secret is nobody's. */
    static ObjectNode source(SourceInfo source, Settings settings, Caller caller) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", source.id())
                .put("state", source.state().word())
                .put("version", source.version());
        if (!source.reason().isEmpty()) {
            view.put("reason", source.reason());
        }
        boolean mayKnow = caller.may(Scope.ADMIN);
        if (mayKnow) {
            view.put("jar", source.location());
        }
        ArrayNode all = view.putArray("settings");
        for (Setting setting : source.settings()) {
            all.add(setting(source.id(), setting, settings, mayKnow));
        }
        view.set("fields", request(source));
        return view;
    }

    private static ObjectNode setting(String source, Setting setting, Settings settings, boolean mayKnow) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("name", "source." + source + "." + setting.name())
                .put("help", setting.help())
                .put("secret", setting.secret())
                .put("default", setting.secret() ? "" : setting.defaultValue())
                .put("isSet", !settings.get(setting.name()).isEmpty());
        if (mayKnow) {
            String value = settings.get(setting.name());
            view.put("value", setting.secret() && !value.isEmpty() ? MASK : value);
        }
        return view;
    }

    /** What a request to it holds, as a JSON Schema (draft 2020-12), the options of every source included. */
    public static ObjectNode request(SourceInfo source) {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("type", "object")
                .put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Field field : source.fields()) {
            properties.set(field.name(), property(field));
            if (field.required() && field.defaultValue().isEmpty()) {
                required.add(field.name());
            }
        }
        for (Field option : OptionFields.ALL) {
            if (!properties.has(option.name())) {
                properties.set(option.name(), OptionFields.isList(option) ? list(option) : property(option));
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static ObjectNode list(Field option) {
        ObjectNode property = JsonNodeFactory.instance.objectNode().put("description", option.help());
        property.putArray("type").add("array").add("string");
        property.putObject("items").put("type", "string");
        return property;
    }

    private static ObjectNode property(Field field) {
        ObjectNode property = JsonNodeFactory.instance.objectNode();
        switch (field.type()) {
            case TEXT -> property.put("type", "string");
            case NUMBER -> property.put("type", "number");
            case FLAG -> property.put("type", "boolean");
            case UPLOAD -> property.put("type", "string").put("format", "binary");
        }
        property.put("description", field.help());
        if (field.secret()) {
            property.put("writeOnly", true).put("format", "password");
        }
        if (!field.defaultValue().isEmpty() && !field.secret()) {
            switch (field.type()) {
                case FLAG -> property.put("default", Boolean.parseBoolean(field.defaultValue()));
                case NUMBER -> property.put("default", Double.parseDouble(field.defaultValue()));
                case TEXT, UPLOAD -> property.put("default", field.defaultValue());
            }
        }
        return property;
    }
}
