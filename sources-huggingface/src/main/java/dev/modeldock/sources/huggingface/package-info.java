/** The source of models from the Hugging Face hub. */
package dev.modeldock.sources.huggingface;
