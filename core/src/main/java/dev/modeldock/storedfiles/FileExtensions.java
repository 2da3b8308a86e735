package dev.modeldock.storedfiles;

import java.util.List;
import java.util.stream.Stream;

/** The extensions that files may come under. */
final class FileExtensions {
    static final List<String> ARCHIVES = List.of(
            "tar", "tar.gz", "tgz", "gz", "tar.zst", "tzst", "zst", "tar.xz", "txz", "xz", "tar.bz2", "tbz2", "tbz",
            "bz2", "zip");
    static final List<String> MODELS = Stream.of(ARCHIVES, List.of("safetensors", "gguf", "onnx"))
            .flatMap(List::stream)
            .toList();
    static final List<String> MEDIA_AND_DEFINITIONS = List.of(
            "m4a", "mp3", "webm", "mp4", "mpga", "wav", "mpeg", "png", "jpeg", "jpg", "webp", "gif", "json", "zip");

    private FileExtensions() {}
}
