package dev.modeldock.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The files of one import: each well-formed, and all fitting together.
 *
 * @param environment absent when no such file was sent
 */
record Definitions(ObjectNode app, ObjectNode flow, Optional<Environment> environment) {
    /** Opens the files of an import. */
    @FunctionalInterface
    interface Opening {
        InputStream open(DefinitionFile file) throws IOException;
    }

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .build();
    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"))
            .withSeparators(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

    /**
     * Read and check all files of an import; nothing is kept of files with a fault.
     *
     * @param given APP and FLOW, and ENV or not
     * @throws dev.modeldock.problems.DockException VALIDATION_ERROR with all faults of all files in its details, under
     *     {@code errors}, as {@code code}, {@code msg}, {@code file} and {@code path}
     * @throws IOException when a file cannot be opened or the disk fails
     */
    static Definitions read(Set<DefinitionFile> given, Opening files) throws IOException {
        Faults faults = new Faults();
        Map<DefinitionFile, ObjectNode> documents = documents(given, files, faults);
        ObjectNode app = documents.get(DefinitionFile.APP);
        ObjectNode flow = documents.get(DefinitionFile.FLOW);
        References.check(Optional.ofNullable(app), Optional.ofNullable(flow), faults);
        Optional<Environment> environment =
                Optional.ofNullable(documents.get(DefinitionFile.ENV)).flatMap(each -> Environment.read(each, faults));
        faults.refuse();
        return new Definitions(app, flow, environment);
    }

    /**
     * Refuse, as {@link #read} does, what is not even readable; whether it fits together is not looked at. Holds one
     * document at a time.
     */
    static void requireReadable(Set<DefinitionFile> given, Opening files) throws IOException {
        Faults faults = new Faults();
        each(given, files, faults, (file, document) -> {});
        faults.refuse();
    }

    private static Map<DefinitionFile, ObjectNode> documents(Set<DefinitionFile> given, Opening files, Faults faults)
            throws IOException {
        Map<DefinitionFile, ObjectNode> documents = new EnumMap<>(DefinitionFile.class);
        each(given, files, faults, documents::put);
        return documents;
    }

    private static void each(
            Set<DefinitionFile> given, Opening files, Faults faults, BiConsumer<DefinitionFile, ObjectNode> taker)
            throws IOException {
        for (DefinitionFile each : DefinitionFile.values()) {
            if (given.contains(each)) {
                try (InputStream in = files.open(each)) {
                    DefinitionReader.read(each, in, faults).ifPresent(document -> taker.accept(each, document));
                }
            } else if (each != DefinitionFile.ENV) {
                faults.add(each, Pointer.ROOT, "The file is not there; send its id as " + each.field() + ".");
            }
        }
    }

    /**
     * A document that {@link #bytes} wrote.
     *
     * @throws IllegalStateException when it is none
     */
    static ObjectNode document(DefinitionFile file, byte[] bytes) {
        Faults faults = new Faults();
        try {
            return DefinitionReader.read(file, new ByteArrayInputStream(bytes), faults)
                    .orElseThrow(() ->
                            new IllegalStateException("What was kept of a tool cannot be read: " + faults.list()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The document of an environment as UTF-8, always the same for equal documents with their names in the same order:
     * indented by two blanks, lines ended by a single line feed; or all in one line, where indenting would make more of it
     * than is taken of an environment.
     */
    static byte[] bytes(ObjectNode document) {
        try {
            Bounded indented = new Bounded();
            PRETTY.writeValue(indented, document);
            if (indented.size() < DefinitionFile.ENV.mostBytes()) {
                indented.write('\n');
                return indented.toByteArray();
            }
            return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps no more than is of use: blanks in front of each line can be many times the document. */
    private static final class Bounded extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (count < DefinitionFile.ENV.mostBytes()) {
                super.write(bytes, offset, length);
            }
        }
    }
}
