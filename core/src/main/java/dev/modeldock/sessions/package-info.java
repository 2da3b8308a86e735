/** Import sessions: chunked uploads under way, in any order, over restarts. */
package dev.modeldock.sessions;
