package dev.modeldock.sources.huggingface;

import com.fasterxml.jackson.core.JsonParser;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One row of a list of files, be it of the tree or of the model's description; these call the same things by different
 * names. A file in LFS has the SHA-256 of its content; the git hash that stands beside it is that of a pointer.
 */
final class Row {
    private static final Pattern GIT_SHA_1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private String type = "file";
    private String path = "";
    private String oid = "";
    private long size = RemoteFile.UNKNOWN;
    private boolean large;
    private String sha256 = "";

    private Row() {}

    /** The file that the row is about; empty for a directory. */
    static Optional<RemoteFile> read(JsonParser json) throws IOException, SourceException {
        Row row = new Row();
        JsonBody.fields(json, name -> row.field(name, json));
        return row.type.equals("file") ? Optional.of(row.file()) : Optional.empty();
    }

    private void field(String name, JsonParser json) throws IOException, SourceException {
        switch (name) {
            case "type" -> type = JsonBody.text(json);
            case "path", "rfilename" -> path = JsonBody.text(json);
            case "oid", "blobId" -> oid = JsonBody.text(json).toLowerCase(Locale.ROOT);
            case "size" -> size = large && size >= 0 ? size : JsonBody.number(json);
            case "lfs" -> large(json);
            default -> {
                // Not kept.
            }
        }
    }

    private void large(JsonParser json) throws IOException, SourceException {
        if (!json.isExpectedStartObjectToken()) {
            return;
        }
        large = true;
        JsonBody.fields(json, name -> {
            switch (name) {
                case "oid", "sha256" -> sha256 = JsonBody.text(json).toLowerCase(Locale.ROOT);
                case "size" -> size = JsonBody.number(json) >= 0 ? JsonBody.number(json) : size;
                default -> {
                    // Not kept.
                }
            }
        });
    }

    private RemoteFile file() throws SourceException {
        refuseUnclean();
        RemoteFile file = RemoteFile.of(path, Math.max(size, RemoteFile.UNKNOWN));
        if (large) {
            return file.withSha256(hash(sha256, SHA_256));
        }
        String known = hash(oid, GIT_SHA_1);
        return file.size() == RemoteFile.UNKNOWN ? file : file.withGitSha1(known);
    }

    private String hash(String told, Pattern shape) throws SourceException {
        if (!told.isEmpty() && !shape.matcher(told).matches()) {
            throw Refusals.broken("The hub tells a hash of '" + Refusals.shown(path) + "' that is none: '"
                    + Refusals.shown(told) + "'.");
        }
        return told;
    }

    private void refuseUnclean() throws SourceException {
        boolean clean = path.indexOf('\\') < 0 && path.chars().noneMatch(Character::isISOControl);
        for (String name : path.split("/", -1)) {
            clean = clean && !name.isEmpty() && !name.equals(".") && !name.equals("..");
        }
        if (!clean) {
            throw Refusals.broken("The hub lists a file called '" + Refusals.shown(path)
                    + "', which cannot be kept: names are relative, without '..', backslashes and control characters."
                    + " Have it renamed there.");
        }
    }
}
