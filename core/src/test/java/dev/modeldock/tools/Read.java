package dev.modeldock.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads definitions, and expects what comes of it. */
final class Read {
    private Read() {}

    /** The document of a text in which single quotes stand for double ones. */
    static ObjectNode json(String text) {
        return document(text.replace('\'', '"'));
    }

    static ObjectNode document(String text) {
        return document(text.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode document(byte[] bytes) {
        Faults faults = new Faults();
        Optional<ObjectNode> read = read(bytes, faults);
        assertEquals(List.of(), faults.list());
        return read.orElseThrow();
    }

    static Optional<ObjectNode> read(byte[] bytes, Faults faults) {
        try {
            return DefinitionReader.read(DefinitionFile.FLOW, new ByteArrayInputStream(bytes), faults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Fault> faults(byte[] bytes) {
        Faults faults = new Faults();
        assertTrue(read(bytes, faults).isEmpty(), "a document came of it");
        assertFalse(faults.isEmpty(), "there was no fault");
        return faults.list();
    }

    /** There is this one fault and no other; its sentence holds all {@code words}. */
    static void refused(byte[] bytes, String path, String... words) {
        List<Fault> faults = faults(bytes);
        assertEquals(1, faults.size(), faults::toString);
        assertTells(faults.get(0), DefinitionFile.FLOW, path, words);
    }

    static void assertTells(Fault fault, DefinitionFile file, String path, String... words) {
        assertEquals(file, fault.file());
        assertEquals(path, fault.path(), fault::message);
        for (String word : words) {
            assertTrue(fault.message().contains(word), () -> fault.message() + " should tell: " + word);
        }
        assertTrue(fault.message().endsWith(".") || fault.message().endsWith(")"), fault::message);
    }

    /** The faults, each as its path and its sentence up to the semicolon or full stop. */
    static List<String> brief(Faults faults) {
        return faults.list().stream()
                .map(fault -> fault.path() + " " + fault.message().split("[;.]")[0])
                .toList();
    }
}
