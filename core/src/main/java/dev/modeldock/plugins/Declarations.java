package dev.modeldock.plugins;

import dev.modeldock.spi.Field;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Spi;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a factory says of itself, read once and checked before anything relies on it. */
record Declarations(String id, List<Setting> settings, List<Field> fields) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern SETTING = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int MOST = 64;

    /** What the operator can set for each source, whether it declares it or not. */
    static final Setting PARALLEL = new Setting("parallel", "how many files are fetched at once, 1 to 64", "4", false);

    /** Read a factory's id, settings and fields. */
    static Declarations of(ModelSourceFactory factory) throws BrokenPluginException {
        int version = factory.spiVersion();
        if (version != Spi.VERSION) {
            throw new BrokenPluginException(
                    "It was built for version " + version + " of the plug-in interface and this dock" + " has version "
                            + Spi.VERSION + "; take a build of it for this dock.");
        }
        String id = factory.id();
        if (id == null || !ID.matcher(id).matches()) {
            throw new BrokenPluginException("Its id is " + shown(id) + "; an id matches " + ID.pattern() + ".");
        }
        List<Setting> settings = copy(factory.settings(), "settings");
        List<Field> fields = copy(factory.fields(), "fields");
        checkSettings(settings);
        checkFields(fields);
        return new Declarations(id, withCommon(settings), fields);
    }

    private static List<Setting> withCommon(List<Setting> settings) {
        boolean declared = settings.stream().anyMatch(setting -> setting.name().equals(PARALLEL.name()));
        return declared
                ? settings
                : Stream.concat(settings.stream(), Stream.of(PARALLEL)).toList();
    }

    private static <T> List<T> copy(List<T> list, String what) throws BrokenPluginException {
        if (list == null || list.size() > MOST || list.stream().anyMatch(one -> one == null)) {
            throw new BrokenPluginException("Its list of " + what + " is missing, has a hole or more than " + MOST
                    + " entries; return a list without nulls.");
        }
        return List.copyOf(list);
    }

    private static void checkSettings(List<Setting> settings) throws BrokenPluginException {
        Set<String> names = new HashSet<>();
        for (Setting setting : settings) {
            checkName("setting", setting.name(), SETTING, names);
            if (setting.help() == null || setting.defaultValue() == null) {
                throw new BrokenPluginException(
                        "Its setting '" + setting.name() + "' has no help or no default; use an empty text for none.");
            }
        }
    }

    private static void checkFields(List<Field> fields) throws BrokenPluginException {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            checkName("field", field.name(), FIELD, names);
            if (field.type() == null || field.help() == null || field.defaultValue() == null) {
                throw new BrokenPluginException("Its field '" + field.name()
                        + "' has no type, no help or no default; use an empty text for none.");
            }
            if (!field.defaultValue().isEmpty()
                    && Requests.fault(field, field.defaultValue()).isPresent()) {
                throw new BrokenPluginException("Its field '" + field.name() + "' of type " + field.type()
                        + " has the default " + shown(field.defaultValue()) + ", which is no such value.");
            }
        }
    }

    private static void checkName(String what, String name, Pattern shape, Set<String> seen)
            throws BrokenPluginException {
        if (name == null || !shape.matcher(name).matches()) {
            throw new BrokenPluginException(
                    "It has a " + what + " named " + shown(name) + "; such a name matches " + shape.pattern() + ".");
        }
        if (!seen.add(name)) {
            throw new BrokenPluginException("It has two " + what + "s named '" + name + "'; a name stands for one.");
        }
    }

    private static String shown(String text) {
        return text == null ? "missing" : "'" + text.substring(0, Math.min(40, text.length())) + "'";
    }
}
