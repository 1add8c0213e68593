import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { OpenToAll } from '../access/sign-in.guard.js';
import { listing, ok, Says } from '../contract/says.js';
import { ApiDocument } from './api-document.js';
import { docsPage, docsPolicy, docsStart } from './docs-page.js';

/** The API described, for programs and for people. */
@OpenToAll()
@Controller()
export class OpenApiController {
  constructor(private readonly document: ApiDocument) {}

  @Says({ tag: 'About', summary: 'This document', answers: ok('OpenAPI 3.1', listing) })
  @Get('api/openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  json(): string {
    return this.document.text;
  }

  @Get('api/docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', docsPolicy)
  @ApiExcludeEndpoint()
  docs(): string {
    return docsPage;
  }

  @Get('api/docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @ApiExcludeEndpoint()
  start(): string {
    return docsStart;
  }
}
