package dev.modeldock.sessions;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.FileContext;
import dev.modeldock.storedfiles.NewFile;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client announces before its first chunk.
 *
 * @param fileContext what the file is for, as {@link FileContext} has it
 * @param fileSize of all chunks together, in bytes
 * @param baseModel the adapter's base model when the client says it, or empty
 * @param sha256 of the whole file, or empty when the client does not tell
 */
public record NewSession(
        String fileContext,
        String fileName,
        String fileExtension,
        long fileSize,
        int totalChunks,
        boolean isAdapter,
        boolean allowUnsafe,
        String baseModel,
        String sha256) {
    private static final int LONGEST_NAME = 255;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Check and tidy what a client said; {@code VALIDATION_ERROR} says what is wrong with which field. */
    public NewSession {
        FileContext context = FileContext.of(fileContext);
        fileContext = context.label();
        fileExtension = context.extension(fileExtension);
        if (fileName.isBlank()
                || fileName.length() > LONGEST_NAME
                || fileName.chars().anyMatch(Character::isISOControl)) {
            throw refused("fileName", "\"" + printable(fileName) + "\"", "1 to " + LONGEST_NAME + " printable letters");
        }
        fileName = context == FileContext.MODEL ? fileName : NewFile.name(fileName);
        if (fileSize < 1) {
            throw refused("fileSize", fileSize, "the number of bytes of the whole file, 1 or more");
        }
        if (totalChunks < 1) {
            throw refused("totalChunks", totalChunks, "the number of chunks, 1 or more");
        }
        if (totalChunks > fileSize) {
            throw refused("totalChunks", totalChunks, "no more chunks than the file has bytes, " + fileSize);
        }
        sha256 = sha256.toLowerCase(Locale.ROOT);
        if (!sha256.isEmpty() && !SHA256.matcher(sha256).matches()) {
            throw refused("sha256", "\"" + printable(sha256) + "\"", "64 hexadecimal digits");
        }
    }

    /** What the file is for. */
    public FileContext context() {
        return FileContext.of(fileContext);
    }

    private static DockException refused(String field, Object found, String expected) {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "\"" + field + "\" is " + found + "; expected " + expected + ".",
                Map.of("field", field));
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) + "…" : clean;
    }
}
