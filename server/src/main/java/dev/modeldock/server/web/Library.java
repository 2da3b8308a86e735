package dev.modeldock.server.web;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of libraries that the page uses. Nothing else of what their jars hold is handed out. */
enum Library {
    PICO("pico", "css", "picocss__pico", "css/pico.min.css"),
    LIT_HTML("lit-html", "js", "lit-html", "lit-html.js"),
    MARKED("marked", "js", "marked", "lib/marked.esm.js"),
    PURIFY("purify", "js", "dompurify", "dist/purify.es.mjs"),
    SHA256("sha256", "js", "js-sha256", "build/sha256.min.js");

    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]+(?:-[a-z]+)*)-(\\d{1,4}(?:\\.\\d{1,4}){1,3})\\.(js|css)");

    private final String word;
    private final String ending;
    private final String jar;
    private final String file;

    Library(String word, String ending, String jar, String file) {
        this.word = word;
        this.ending = ending;
        this.jar = jar;
        this.file = file;
    }

    /** Where the class path has what is called so, such as {@code lit-html-3.3.2.js}; it may not be there. */
    static Optional<String> resource(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Arrays.stream(values())
                        .filter(library -> library.word.equals(parts.group(1)) && library.ending.equals(parts.group(3)))
                        .map(library -> "/META-INF/resources/webjars/" + library.jar + "/" + parts.group(2) + "/"
                                + library.file)
                        .findFirst()
                : Optional.empty();
    }
}
