import {
  type BeforeApplicationShutdown,
  Controller,
  Get,
  Logger,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Res } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { type Response } from 'express';
import { once } from 'node:events';
import { runService } from './run-service';

/** Run as a process of its own; tells on standard output what it does, and lets the slow request go on when something comes in on standard input. */
const logger = new Logger('SmallService');

@Controller()
class SmallController {
  @Get('slow/:id')
  async slow(): Promise<{ door: string }> {
    logger.log('a slow request waits');
    await once(process.stdin, 'data');
    return { door: 'unlocked' };
  }

  @Get('events')
  events(@Res() response: Response): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
  }

  @Get('reject')
  reject(): void {
    void Promise.reject(new Error('nobody waits for postgres://door:hunter2@db/access'));
  }

  @Get('throw')
  throw(): void {
    setImmediate(() => {
      throw new Error('nobody catches password=hunter2');
    });
  }
}

class Consumers extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }

  close(): void {
    logger.log('consumers end');
  }

  on(): never {
    throw new Error('no events');
  }

  unwrap<T>(): T {
    throw new Error('nothing inside');
  }
}

class Devices implements BeforeApplicationShutdown {
  beforeApplicationShutdown(): void {
    logger.log('devices end');
  }
}

class Store implements OnApplicationShutdown {
  onApplicationShutdown(): void {
    logger.log('store ends');
  }
}

@Module({ controllers: [SmallController], providers: [Consumers, Devices, Store] })
class SmallModule {}

runService(() => ({
  name: 'small',
  config: { host: '127.0.0.1', port: 0, logLevel: 'info' },
  module: { module: SmallModule },
  strategies: [Consumers],
}));
