package dev.modeldock.server.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A request with files as a multipart form of known length; files are read while they are sent. */
record FormBody(String contentType, BodyPublisher publisher) {
    static FormBody of(SourceFields.Wanted wanted) {
        String boundary = "modeldock-" + UUID.randomUUID();
        List<BodyPublisher> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : wanted.body().properties()) {
            JsonNode value = field.getValue();
            if (value.isArray()) {
                List<String> texts = new ArrayList<>();
                value.forEach(each -> texts.add(each.asText()));
                parts.add(text(head(boundary, field.getKey(), "") + String.join(",", texts) + "\r\n"));
            } else {
                parts.add(text(head(boundary, field.getKey(), "") + value.asText() + "\r\n"));
            }
        }
        wanted.files().forEach((field, file) -> {
            parts.add(text(head(
                    boundary, field, "; filename=\"" + named(file) + "\"\r\nContent-Type: application/octet-stream")));
            parts.add(file(file));
            parts.add(text("\r\n"));
        });
        parts.add(text("--" + boundary + "--\r\n"));
        return new FormBody(
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
    }

    private static String head(String boundary, String field, String more) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"" + more + "\r\n\r\n";
    }

    private static String named(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("[\"\\\\\\p{Cntrl}]", "_");
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BodyPublisher file(Path file) {
        try {
            if (Files.isRegularFile(file)) {
                return BodyPublishers.ofFile(file);
            }
        } catch (FileNotFoundException gone) {
            throw noFile(file, gone);
        }
        throw noFile(file, null);
    }

    private static CommandFailure noFile(Path file, FileNotFoundException cause) {
        return new CommandFailure(
                ExitCode.USAGE, "There is no file " + file + " that can be read; give the path of one.", cause);
    }
}
