package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.SourceException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A model's name at the hub: {@code owner/name}, or a bare name of the hub's first days, which it redirects. */
final class ModelTag {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?");
    private static final List<String> PAGES =
            List.of("https://huggingface.co/", "https://www.huggingface.co/", "https://hf.co/", "huggingface.co/");

    private ModelTag() {}

    /**
     * The name in what somebody typed or pasted: a name, or the address of the model's page.
     *
     * @throws SourceException {@code REFUSED} when there is no name in it
     */
    static String parse(String text, Endpoint endpoint) throws SourceException {
        String name = withoutPage(text.strip(), endpoint);
        if (!isName(name)) {
            throw Refusals.refused("\"model_tag\" is '" + Refusals.shown(text.strip()) + "'; expected is 'owner/name'"
                    + " or a bare name such as 'gpt2', of at most 96 letters, digits, '-', '_' and '.' each, without"
                    + " '--' and '..'. A branch, tag or commit goes into \"revision\".");
        }
        return name;
    }

    /** Whether the hub could have a model of that name. */
    static boolean isName(String text) {
        String[] segments = text.split("/", -1);
        boolean clean = segments.length <= 2
                && !text.contains("--")
                && !text.contains("..")
                && !text.toLowerCase(Locale.ROOT).endsWith(".git");
        for (String segment : segments) {
            clean = clean && SEGMENT.matcher(segment).matches();
        }
        return clean;
    }

    private static String withoutPage(String text, Endpoint endpoint) {
        String page = endpoint.base() + "/";
        if (text.startsWith(page)) {
            return withoutSlash(text.substring(page.length()));
        }
        return PAGES.stream()
                .filter(text::startsWith)
                .findFirst()
                .map(start -> withoutSlash(text.substring(start.length())))
                .orElse(text);
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
