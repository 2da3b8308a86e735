package dev.modeldock.plugins;

import dev.modeldock.spi.Field;
import dev.modeldock.spi.Setting;
import java.util.List;

/**
 * What is known of one source.
 *
 * @param id as its factory tells; where it did not come to tell, the name of the plug-in's directory
 * @param state whether it can be used
 * @param reason why it cannot be used, a sentence; empty when it can
 * @param location where its jar lies, for the operator and the log and not for clients
 * @param version its jar's {@code Implementation-Version}, or empty
 * @param settings what the operator can set; empty when it failed before telling
 * @param fields what a request to it holds; empty when it failed before telling
 */
public record SourceInfo(
        String id,
        State state,
        String reason,
        String location,
        String version,
        List<Setting> settings,
        List<Field> fields) {
    /** Whether a source can be used. */
    public enum State {
        OK,
        FAILED;

        /** The word for it on the wire: {@code ok} or {@code failed}. */
        public String word() {
            return switch (this) {
                case OK -> "ok";
                case FAILED -> "failed";
            };
        }
    }

    public SourceInfo {
        settings = List.copyOf(settings);
        fields = List.copyOf(fields);
    }

    static SourceInfo failed(String id, String reason, String location, String version) {
        return new SourceInfo(id, State.FAILED, reason, location, version, List.of(), List.of());
    }

    SourceInfo failedLater(String why) {
        return new SourceInfo(id, State.FAILED, why, location, version, settings, fields);
    }
}
