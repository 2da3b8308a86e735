package dev.modeldock.server.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes the specs of commands: the options that all have, and the forms that options take. */
public final class Words {
    public static final String URL = "--url";
    public static final String KEY = "--key";
    public static final String JSON = "--json";
    public static final String HELP = "--help";

    private static final int WIDTH = 110;

    private Words() {}

    /**
     * A command that talks to a running dock.
     *
     * @param does one line, in the imperative
     * @param examples whole lines as they are typed, each with a comment behind if it needs one
     */
    public static CommandSpec remote(String name, String does, String... examples) {
        return bare(name, does, examples)
                .addOption(flag(JSON, "print JSON, for programs"))
                .addOption(text(URL, "<url>", "where the dock is; else MODELDOCK_URL, else http://127.0.0.1:8080"))
                .addOption(text(KEY, "<key>", "one of its keys; else MODELDOCK_KEY, which nobody sees in ps"));
    }

    /** A command without any option but help. */
    public static CommandSpec bare(String name, String does, String... examples) {
        CommandSpec spec = CommandSpec.create()
                .name(name)
                .addOption(OptionSpec.builder(HELP, "-h")
                        .type(boolean.class)
                        .usageHelp(true)
                        .description("print this")
                        .build());
        describe(spec, does, examples);
        return spec;
    }

    /** Say in a command's help what it does, and how it is used. */
    public static void describe(CommandSpec spec, String does, String... examples) {
        spec.usageMessage()
                .width(WIDTH)
                .description(does)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .footerHeading("%nExamples:%n")
                .footer(List.of(examples).stream()
                        .map(each -> "  " + each.replace("%", "%%"))
                        .toArray(String[]::new));
    }

    public static OptionSpec flag(String name, String help) {
        return OptionSpec.builder(name).type(boolean.class).description(help).build();
    }

    public static OptionSpec text(String name, String label, String help) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .build();
    }

    public static OptionSpec number(String name, String help, int usual) {
        return OptionSpec.builder(name)
                .type(int.class)
                .paramLabel("<n>")
                .defaultValue(Integer.toString(usual))
                .description(help)
                .build();
    }

    /** One that may be given several times. */
    public static OptionSpec texts(String name, String label, String help) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(help)
                .build();
    }

    /** A word that must be there. */
    public static PositionalParamSpec word(int index, String label, String help) {
        return word(index, label, "1", help);
    }

    /** A word that may be left out. */
    public static PositionalParamSpec maybe(int index, String label, String help) {
        return word(index, label, "0..1", help);
    }

    private static PositionalParamSpec word(int index, String label, String arity, String help) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity(arity)
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .build();
    }
}
