package dev.modeldock.imports;

import dev.modeldock.spi.Field;
import java.util.List;

/** The options that a request to any source may have, described as fields are. */
public final class OptionFields {
    private static final List<String> LISTS = List.of("include", "exclude");

    /** All of them; a source's own field of the same name takes the place of one. */
    public static final List<Field> ALL = List.of(
            Field.text("include", "patterns of the paths to take, such as *.safetensors; none for all"),
            Field.text("exclude", "patterns of the paths to leave out"),
            Field.text("name", "our name for the model: name or namespace/name"),
            Field.text("alias", "a name for the version, such as production"),
            Field.text("on_conflict", "when this version is here already: fail, skip or replace")
                    .withDefault("fail"),
            Field.flag("dry_run", "only tell what would be done"),
            Field.flag("allow_unsafe", "take dangerous pickles all the same"),
            Field.text("profile", "what the files have to be: any, complete, or a profile such as gguf")
                    .withDefault("any"));

    private OptionFields() {}

    /** Whether an option is a list of texts. */
    public static boolean isList(Field option) {
        return LISTS.contains(option.name());
    }
}
