package dev.modeldock.server.routes.upload;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.modeldock.imports.Forecast;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.server.http.JsonStream;
import dev.modeldock.spi.RemoteFile;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The plan of an import, as {@code dry_run} shows it; streamed, since there may be very many files. */
final class ForecastView {
    private ForecastView() {}

    static void send(Context ctx, Forecast forecast) throws IOException {
        JsonStream.send(ctx, json -> {
            json.writeStartObject();
            json.writeBooleanField("dry_run", true);
            head(json, forecast);
            sums(json, forecast);
            space(json, forecast);
            files(json, forecast);
            json.writeEndObject();
        });
    }

    private static void head(JsonGenerator json, Forecast forecast) throws IOException {
        json.writeStringField("name", forecast.snapshot().name());
        json.writeStringField("revision", forecast.snapshot().revision());
        json.writeStringField("commit", forecast.snapshot().commit());
        Map<String, String> origin = Snapshots.shownOrigin(forecast.snapshot().origin());
        json.writeStringField("license", origin.getOrDefault("license", ""));
        json.writeStringField("gated", origin.getOrDefault("gated", "false"));
        json.writePOJOField("origin", origin);
        json.writeArrayFieldStart("models");
        for (Forecast.PlannedOutcome model : forecast.models()) {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeBooleanField("exists", !model.existing().isEmpty());
            if (!model.existing().isEmpty()) {
                json.writeStringField("existing_commit", model.existing());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sums(JsonGenerator json, Forecast forecast) throws IOException {
        json.writeBooleanField("files_known", forecast.listed());
        json.writeNumberField(
                "files_chosen",
                forecast.files().stream().filter(Forecast.PlannedFile::chosen).count());
        json.writeNumberField("bytes_total", forecast.bytes());
        json.writeNumberField("bytes_here", forecast.bytesHere());
        json.writeNumberField("bytes_to_move", forecast.bytes() - forecast.bytesHere());
        json.writeNumberField(
                "files_of_unknown_size",
                forecast.files().stream()
                        .filter(file -> file.chosen() && file.file().size() == RemoteFile.UNKNOWN)
                        .count());
    }

    private static void space(JsonGenerator json, Forecast forecast) throws IOException {
        json.writeObjectFieldStart("space");
        json.writeNumberField("free_before", forecast.freeBytes());
        json.writeNumberField("reserved_for_others", forecast.reservedBytes());
        json.writeNumberField("needed", forecast.roomNeeded());
        json.writeNumberField("available", forecast.availableBytes());
        json.writeBooleanField("fits", forecast.roomNeeded() <= forecast.availableBytes());
        json.writeNumberField("free_after", forecast.freeBytes() - (forecast.bytes() - forecast.bytesHere()));
        json.writeEndObject();
    }

    private static void files(JsonGenerator json, Forecast forecast) throws IOException {
        List<Forecast.PlannedFile> unsafe = forecast.files().stream()
                .filter(file -> file.chosen() && !file.unsafe().isEmpty())
                .toList();
        json.writeArrayFieldStart("unsafe");
        for (Forecast.PlannedFile file : unsafe) {
            json.writeStartObject();
            json.writeStringField("path", file.file().path());
            json.writeStringField("why", file.unsafe());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("files");
        for (Forecast.PlannedFile file : forecast.files()) {
            file(json, file);
        }
        json.writeEndArray();
    }

    private static void file(JsonGenerator json, Forecast.PlannedFile planned) throws IOException {
        RemoteFile file = planned.file();
        json.writeStartObject();
        json.writeStringField("path", file.path());
        if (file.size() != RemoteFile.UNKNOWN) {
            json.writeNumberField("size", file.size());
        }
        if (!file.sha256().isEmpty()) {
            json.writeStringField("sha256", file.sha256());
        }
        json.writeBooleanField("chosen", planned.chosen());
        json.writeStringField("why", planned.why());
        json.writeBooleanField("here", planned.here());
        json.writeEndObject();
    }
}
