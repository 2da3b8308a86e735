package dev.modeldock.files;

/** What bytes turn out to be, told by the content and never by a name. */
public enum ContentKind {
    TAR("tar"),
    TAR_GZ("tar.gz"),
    TAR_ZST("tar.zst"),
    TAR_XZ("tar.xz"),
    TAR_BZ2("tar.bz2"),
    ZIP("zip"),
    SAFETENSORS("safetensors"),
    GGUF("gguf"),
    ONNX("onnx"),
    UNKNOWN("");

    private final String extension;

    ContentKind(String extension) {
        this.extension = extension;
    }

    /** The usual file name extension, without a dot. */
    public String extension() {
        return extension;
    }

    /** Whether it can be unpacked from a stream, before its end is here. */
    public boolean isTar() {
        return switch (this) {
            case TAR, TAR_GZ, TAR_ZST, TAR_XZ, TAR_BZ2 -> true;
            case ZIP, SAFETENSORS, GGUF, ONNX, UNKNOWN -> false;
        };
    }

    /** Whether it is one model file and no archive. */
    public boolean isSingleFile() {
        return switch (this) {
            case SAFETENSORS, GGUF, ONNX -> true;
            case TAR, TAR_GZ, TAR_ZST, TAR_XZ, TAR_BZ2, ZIP, UNKNOWN -> false;
        };
    }
}
