import { Injectable, Logger, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { connect, type ConnectionOptions, Events, type NatsConnection } from 'nats';

/**
 * Reconnects for ever: the client's own defaults give up after twenty seconds.
 * @param url may carry a log-in; the client itself would take a password's digits for the port
 */
export function natsOptions(url: string, name: string): ConnectionOptions & { servers: string[] } {
  const { protocol, host, username, password } = new URL(url);
  return {
    servers: [`${protocol}//${host}`],
    ...(username ? logIn(decodeURIComponent(username), decodeURIComponent(password)) : {}),
    name,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 500,
    pingInterval: 10_000,
    maxPingOut: 2,
  };
}

/** Answers come to a subject of the user's own, which nobody else may listen to. */
function logIn(user: string, pass: string): { user: string; pass: string; inboxPrefix: string } {
  return { user, pass, inboxPrefix: `_INBOX.${user}` };
}

/** The process's connection for facts. Services start and work without it. */
@Injectable()
export class NatsLink implements OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(NatsLink.name);
  private readonly firstConnection: Promise<NatsConnection>;
  private giveUp: (reason: Error) => void = () => undefined;
  private connection: NatsConnection | null = null;
  private closing = false;
  private reconnects = 0;

  constructor(url: string, name: string) {
    const givenUp = new Promise<never>((_resolve, reject) => (this.giveUp = reject));
    const connecting = connect(natsOptions(url, name)).then((connection) => this.adopt(connection));
    this.firstConnection = Promise.race([connecting, givenUp]);
    this.firstConnection.catch(() => undefined);
  }

  /** Resolves once connected for the first time; later outages are the connection's own to mend. Rejects when the service stops before. */
  connected(): Promise<NatsConnection> {
    return this.firstConnection;
  }

  /** How often the connection was lost and found again; what answers since may not remember what was told before. */
  get reconnectCount(): number {
    return this.reconnects;
  }

  /** Rejects while NATS doesn't answer. */
  async ping(): Promise<void> {
    if (!this.connection) throw new Error('NATS is not connected');
    await this.connection.flush();
  }

  onModuleDestroy(): void {
    this.closing = true;
    this.giveUp(new Error('The service stops'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.close();
  }

  private adopt(connection: NatsConnection): NatsConnection {
    this.connection = connection;
    if (this.closing) void connection.close();
    void connection.closed().then((error) => {
      if (!this.closing) throw new Error(`The NATS connection closed for good: ${error?.message ?? 'no reason given'}`);
    });
    void this.logStatus(connection);
    return connection;
  }

  private async logStatus(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === Events.Reconnect) this.reconnects += 1;
      if (['disconnect', 'reconnect', 'error'].includes(status.type)) this.logger.warn(`NATS ${status.type}`);
    }
  }
}
