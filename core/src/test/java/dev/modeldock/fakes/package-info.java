/** Fake remotes on the loopback: a Hugging Face hub and a GitHub that behave as the real ones do, well or badly. */
package dev.modeldock.fakes;
