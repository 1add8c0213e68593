import { Get } from '@nestjs/common';
import { OpenToAll } from '../access/sign-in.guard.js';
import { SeeOther, Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { sessionLimits } from '../session/sessions.js';

const minutes = (milliseconds: number): number => milliseconds / 60_000;

/** What stands in the footer of every page: about the service itself, open to all. */
@OpenToAll()
@Pages('')
export class AboutPages {
  @Get('accessibility')
  accessibility(): Shown {
    return new Shown('about/accessibility', { title: 'Accessibility statement' });
  }

  @Get('cookies')
  cookies(): Shown {
    return new Shown('about/cookies', { title: 'Cookies', hours: minutes(sessionLimits.absolute) / 60 });
  }

  @Get('privacy')
  privacy(): Shown {
    return new Shown('about/privacy', { title: 'Privacy' });
  }

  /** Where this was once told. */
  @Get('help')
  help(): SeeOther {
    return new SeeOther('/how-it-works');
  }
}
