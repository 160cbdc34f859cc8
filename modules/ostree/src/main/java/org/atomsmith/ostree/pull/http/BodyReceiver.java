package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Appends what arrives to a body, one buffer at a time: so memory is bounded by the body's own bounds. */
final class BodyReceiver implements HttpResponse.BodySubscriber<Body> {
    private final Body body;
    private final LongAdder transferred;
    private final CompletableFuture<Body> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BodyReceiver(Body body, LongAdder transferred) {
        this.body = body;
        this.transferred = transferred;
    }

    @Override
    public CompletionStage<Body> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (whole.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                transferred.add(buffer.remaining());
                body.append(buffer);
            }
        } catch (IOException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            whole.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable cause) {
        whole.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        whole.complete(body);
    }
}
